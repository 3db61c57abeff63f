package dev.stela.tools;

import dev.stela.QuerySyntaxException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns the failure of a command into a line on standard error and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler {
  private final Main main;

  FailureHandler(Main main) {
    this.main = main;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    if (main.stacktrace) {
      failure.printStackTrace(command.getErr());
    } else {
      command.getErr().println("stela: " + describe(failure));
    }
    command.getErr().flush();
    return ExitCode.of(failure);
  }

  private static String describe(Exception failure) {
    if (!ExitCode.isForeseen(failure)) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Text.printable(
          "unexpected failure, --stacktrace shows where: "
              + failure
              + (root == failure ? "" : ", caused by " + root));
    }
    if (failure instanceof NoSuchFileException missing) {
      return "no such file: file=" + missing.getFile();
    }
    if (failure instanceof QuerySyntaxException) {
      // Its lines belong under one another: the last one points into the one before.
      return failure.getMessage().lines().map(Text::printable).collect(Collectors.joining("\n"));
    }
    // Messages of IOException are often no more than a path.
    String text = failure instanceof IOException ? failure.toString() : failure.getMessage();
    return Text.printable(text);
  }
}
