package dev.stela.internal.query.text;

/** What nothing matches. One thread. */
final class NothingNode extends Node {
  @Override
  Matcher matcher(int part) {
    return null;
  }
}
