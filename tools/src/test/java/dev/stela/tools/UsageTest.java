package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo", "import", "find", "search", "tags", "get", "history", "diff", "changes", "follow",
        "stat", "verify", "dump"
      })
  void shouldExplainEveryCommandWhenAskedForHelp(String command) {
    Cli.Result help = Cli.run(command, "--help");
    Cli.Result version = Cli.run(command, "--version");

    assertEquals(ExitCode.OK, help.exitCode());
    assertTrue(help.out().startsWith("Usage: stela " + command), help.out());
    assertTrue(help.out().contains("damage found"), help.out());
    assertEquals(ExitCode.OK, version.exitCode());
    assertTrue(version.out().startsWith("stela "), version.out());
  }

  @Test
  void shouldListCommandsButNotTheLoaderWhenAskedForHelp() {
    Cli.Result help = Cli.run("--help");

    assertEquals(ExitCode.OK, help.exitCode());
    assertTrue(help.out().contains("verify"), help.out());
    assertFalse(help.out().contains("demo-loader"), help.out());
  }

  @Test
  void shouldEndWithOneAndPointToHelpWhenTheCommandLineIsWrong() {
    for (String[] wrong :
        new String[][] {{}, {"frob"}, {"get"}, {"stat", "a", "b"}, {"verify", "--nope", "a"}}) {
      Cli.Result result = Cli.run((Object[]) wrong);

      assertEquals(ExitCode.REFUSED, result.exitCode(), String.join(" ", wrong));
      assertTrue(result.err().contains("--help"), result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void shouldSayOneLineWithoutStackTraceUnlessAskedFor(@TempDir Path folder) {
    Cli.Result plain = Cli.run("stat", folder);
    Cli.Result traced = Cli.run("stat", folder, "--stacktrace");

    assertEquals(1, plain.err().lines().count(), plain.err());
    assertTrue(plain.err().startsWith("stela: not a store"), plain.err());
    assertTrue(traced.err().contains("\tat dev.stela.tools."), traced.err());
    assertEquals(plain.exitCode(), traced.exitCode());
  }
}
