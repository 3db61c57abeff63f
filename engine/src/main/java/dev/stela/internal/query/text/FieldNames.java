package dev.stela.internal.query.text;

/** Numbers of text fields' names. Any thread. */
public interface FieldNames {
  /** Returns the number of a name; 0 if no text has it. */
  int number(String name);

  /** Returns the name with a number. */
  String name(int number);
}
