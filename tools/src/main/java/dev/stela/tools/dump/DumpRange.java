package dev.stela.tools.dump;

/**
 * Which part of a file is dumped: the structures that touch the range, until enough is printed.
 *
 * @param from the first byte wanted
 * @param to the byte after the last one wanted
 * @param most how many bytes to print at most
 * @param whole whether long fields are printed to their end
 */
record DumpRange(long from, long to, long most, boolean whole) {
  /** Tells whether a structure is to be dumped. */
  boolean wants(long offset, long length) {
    return offset < to && offset + length > from;
  }
}
