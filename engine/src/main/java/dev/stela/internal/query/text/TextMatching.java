package dev.stela.internal.query.text;

import dev.stela.TextQuery;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.text.TextView;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Answers text queries as of one moment: makes nodes of queries, joins them, and tells which
 * documents match, how many, and which are the best. One thread.
 */
public final class TextMatching {
  private final TextMoment moment;
  private final TextMemos memos;
  private final Resolver resolver;
  private final Suggester suggester;

  /**
   * What is asked of, and as of when.
   *
   * @param view pinned until the matching is of no use any more
   * @param lsn a visible LSN, chosen before the view was pinned
   * @param similarity how scores are made; null if nobody will ask for any
   */
  public TextMatching(
      TextView view,
      TextSchema schema,
      FieldNames names,
      TextMemos memos,
      long lsn,
      Standing standing,
      Bm25 similarity) {
    this.moment = new TextMoment(view.parts(), lsn, standing);
    this.memos = memos;
    var frequencies = new Frequencies(moment, memos);
    var fields = new IndexedFields(moment, schema, names);
    this.resolver =
        new Resolver(moment, frequencies, new FieldModel.Models(moment, memos, similarity), fields);
    this.suggester = new Suggester(moment, frequencies, fields);
  }

  /**
   * Returns the node of a text query.
   *
   * @throws dev.stela.TextNotIndexedException if it asks for what is not indexed
   */
  public Node text(TextQuery query) {
    return resolver.node(query);
  }

  /** Returns the node of a condition on entities. */
  public Node condition(IntPredicate ordinals) {
    return new ConditionNode(moment, ordinals);
  }

  /**
   * Returns what matches all of some nodes and none of some others.
   *
   * @param members at least one
   */
  public static Node all(List<Node> members, List<Node> exceptions) {
    if (members.stream().anyMatch(NothingNode.class::isInstance)) {
      return new NothingNode();
    }
    return members.size() == 1 && exceptions.isEmpty()
        ? members.getFirst()
        : new AllNode(members, exceptions);
  }

  /** Returns what matches any of some nodes. */
  public Node any(List<Node> members) {
    return AnyNode.of(moment, members);
  }

  /** Returns the entities of which a text matches. */
  public OrdinalSet ordinals(Node node) {
    var collector = new Collector();
    for (int i = 0; i < moment.parts(); i++) {
      int part = i;
      forEach(
          matcher(node, part),
          part,
          document -> collector.add(moment.part(part).ordinal(document)));
    }
    return collector.done();
  }

  /** Returns of how many entities a text matches, if documents count that stand now. */
  public long count(Node node) {
    if (node instanceof TermNode term) {
      return term.documents();
    }
    var count = new long[1];
    for (int i = 0; i < moment.parts(); i++) {
      Matcher matcher = matcher(node, i);
      if (matcher instanceof BitsMatcher bits && moment.allStand(i)) {
        count[0] += bits.count();
      } else {
        forEach(matcher, i, document -> count[0]++);
      }
    }
    return count[0];
  }

  private Matcher matcher(Node node, int part) {
    return moment.part(part).firstDocument() < moment.end(part) ? node.matcher(part) : null;
  }

  private void forEach(Matcher matcher, int part, IntConsumer action) {
    if (matcher == null) {
      return;
    }
    matcher.expectAll();
    int end = moment.end(part);
    for (int document = matcher.next(); document < end; document = matcher.next()) {
      if (moment.counts(part, document) && matcher.check(document)) {
        action.accept(document);
      }
    }
  }

  /** Adds the best documents to hits. */
  public void rank(Node node, TopHits best) {
    new Ranker(moment, memos, best).rank(node);
  }

  /** Returns terms that begin so, the most frequent first; of every field if it is null. */
  public List<SuggestedTerm> completions(String field, String prefix, int limit) {
    return suggester.completions(field, prefix, limit);
  }

  /** Returns terms that are spelled almost so, the nearest first, then the most frequent. */
  public List<SuggestedTerm> corrections(String field, String word, int limit) {
    return suggester.corrections(field, word, limit);
  }
}
