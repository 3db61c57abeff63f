package dev.stela.tools;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreFailedException;
import dev.stela.StoreInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the exit codes of all commands mean. */
public final class ExitCode {
  /** Done, and nothing wrong was found. */
  public static final int OK = 0;

  /** Wrong usage, no such thing, or refused. */
  public static final int REFUSED = 1;

  /** Damage was found. */
  public static final int DAMAGED = 2;

  /** The command is done, but a part of its input was rejected. */
  public static final int REJECTED = 2;

  /** The store is in use or cannot be read, or the command itself failed. */
  public static final int UNREADABLE = 3;

  private ExitCode() {}

  /** Returns the code that a command ends with when it fails this way. */
  static int of(Throwable failure) {
    return switch (failure) {
      case CorruptionException e -> DAMAGED;
      case NotAStelaFileException e -> DAMAGED;
      case FormatVersionException e -> UNREADABLE;
      case StoreInUseException e -> UNREADABLE;
      case StorageException e -> UNREADABLE;
      case StorageFullException e -> UNREADABLE;
      case StoreFailedException e -> UNREADABLE;
      case StelaException e -> REFUSED;
      default -> UNREADABLE;
    };
  }

  /** Tells whether a failure is foreseen, so that its message is all that there is to say. */
  static boolean isForeseen(Throwable failure) {
    return failure instanceof StelaException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException;
  }
}
