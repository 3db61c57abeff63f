package dev.stela.tools;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The first parameter of every command that looks into a store. */
final class StoreParameter {
  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  Path path;
}
