package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.CorruptionException;
import dev.stela.EntityNotFoundException;
import dev.stela.FormatVersionException;
import dev.stela.InvalidArgumentException;
import dev.stela.StorageException;
import dev.stela.StoreInUseException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  private static final Path FILE = Path.of("file");

  @Test
  void shouldTellDamageFromRefusalAndFromWhatCannotBeRead() {
    assertEquals(ExitCode.DAMAGED, ExitCode.of(new CorruptionException("x", FILE, 0, 1, 2)));
    assertEquals(ExitCode.UNREADABLE, ExitCode.of(new FormatVersionException(FILE, 1, 1, 2)));
    assertEquals(ExitCode.UNREADABLE, ExitCode.of(new StoreInUseException("x", 1)));
    assertEquals(ExitCode.UNREADABLE, ExitCode.of(new StorageException("x")));
    assertEquals(ExitCode.UNREADABLE, ExitCode.of(new IOException("x")));
    assertEquals(ExitCode.UNREADABLE, ExitCode.of(new IllegalStateException("x")));
    assertEquals(ExitCode.REFUSED, ExitCode.of(new InvalidArgumentException("x")));
    assertEquals(ExitCode.REFUSED, ExitCode.of(new EntityNotFoundException("x")));
    assertEquals(ExitCode.REFUSED, ExitCode.of(new RefusedException("x")));
  }
}
