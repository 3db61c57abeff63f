package dev.stela.tools;

import picocli.CommandLine.Option;

/** The option of every command whose answer can be read by a program. */
public final class JsonOption {
  /** Whether the answer is JSON. */
  @Option(names = "--json", description = "Answer in JSON.")
  public boolean json;
}
