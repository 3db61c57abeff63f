package dev.stela.internal.analysis;

/**
 * Where a text has something that is looked for. Immutable.
 *
 * @param sought which of the things that are looked for
 * @param start the index of its first character
 * @param end the index behind its last one
 */
record Occurrence(int sought, int start, int end) {}
