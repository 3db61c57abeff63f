package dev.stela.jmh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command was given: values that stand alone, options {@code --name value}, and flags. One
 * that it does not know, or a value that is no number, ends the process with its usage. One thread.
 */
final class Arguments {
  private static final int USAGE_EXIT = 1;

  private final String usage;
  private final Map<String, String> options = new HashMap<>();
  private String alone;

  Arguments(String usage, Set<String> valued, Set<String> flags, String[] args) {
    this.usage = usage;
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (flags.contains(name)) {
        options.put(name, "");
      } else if (valued.contains(name)) {
        i++;
        options.put(name, i < args.length ? args[i] : wrong("Missing: the value of " + name));
      } else if (alone == null && !name.startsWith("-")) {
        alone = name;
      } else {
        wrong("Unknown argument: " + name);
      }
    }
  }

  /** The value that stands alone, which must be there. */
  String path() {
    return alone != null ? alone : wrong("Missing: a path");
  }

  /** Ends the process if a value stands alone. */
  Arguments noPath() {
    if (alone != null) {
      wrong("Unknown argument: " + alone);
    }
    return this;
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  String text(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  /** A number from 1 on. */
  int number(String name, int otherwise) {
    String text = options.get(name);
    return text == null ? otherwise : number(name, text);
  }

  /** Numbers from 1 on, separated by commas. */
  List<Integer> numbers(String name, String otherwise) {
    return List.of(text(name, otherwise).split(",")).stream()
        .map(one -> number(name, one))
        .toList();
  }

  private int number(String name, String text) {
    try {
      int number = Integer.parseInt(text.replace("_", ""));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number that is too small.
    }
    wrong("Not a number from 1 to 2147483647: " + name + " " + text);
    return 0;
  }

  private String wrong(String message) {
    System.err.println(message + "\nUsage: " + usage);
    System.exit(USAGE_EXIT);
    return "";
  }
}
