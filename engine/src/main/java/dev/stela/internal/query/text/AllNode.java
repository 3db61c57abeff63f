package dev.stela.internal.query.text;

import java.util.ArrayList;
import java.util.List;

/** What matches all of some nodes and none of some exceptions. One thread. */
final class AllNode extends Node {
  private static final Matcher[] NONE = {};

  private final List<Node> members;
  private final List<Node> exceptions;
  private final boolean withoutText;

  /**
   * Creates one.
   *
   * @param members at least one
   * @param exceptions may be empty
   */
  AllNode(List<Node> members, List<Node> exceptions) {
    this.members = members;
    this.exceptions = exceptions;
    this.withoutText = members.stream().allMatch(Node::matchesWithoutText);
  }

  @Override
  public boolean matchesWithoutText() {
    return withoutText;
  }

  @Override
  Matcher matcher(int part) {
    List<Matcher> leaders = new ArrayList<>();
    List<Matcher> others = new ArrayList<>();
    for (Node member : members) {
      Matcher matcher = member.matcher(part);
      if (matcher == null) {
        return null;
      }
      (member.matchesWithoutText() ? others : leaders).add(matcher);
    }
    List<Matcher> excepted = matchers(exceptions, part);
    if (leaders.size() == 1 && others.isEmpty() && excepted.isEmpty()) {
      return leaders.getFirst();
    }
    var rest = new Rest(others.toArray(NONE), excepted.toArray(NONE));
    return leaders.isEmpty()
        ? new LooseAllMatcher(withCandidates(others), rest)
        : new AllMatcher(leaders.toArray(NONE), rest);
  }

  private static Matcher[] withCandidates(List<Matcher> matchers) {
    return matchers.stream()
        .filter(matcher -> !(matcher instanceof ConditionMatcher))
        .toArray(Matcher[]::new);
  }

  private static List<Matcher> matchers(List<Node> nodes, int part) {
    List<Matcher> found = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      Matcher matcher = node.matcher(part);
      if (matcher != null) {
        found.add(matcher);
      }
    }
    return found;
  }
}
