package dev.stela.internal.query.text;

/**
 * A part of a query, resolved against the text index as of a moment: of each part of the index it
 * makes what walks over the documents that match. One thread.
 */
public abstract sealed class Node
    permits TermNode, PhraseNode, TermsNode, AllNode, AnyNode, ConditionNode, NothingNode {

  /** Returns what walks over a part of the index; null if nothing of it matches. */
  abstract Matcher matcher(int part);

  /** Tells whether an entity may match of which no text does. */
  public boolean matchesWithoutText() {
    return false;
  }
}
