package dev.stela.internal.query.text;

import java.util.ArrayList;
import java.util.List;

/** What matches any of some nodes. One thread. */
final class AnyNode extends Node {
  private static final Matcher[] NONE = {};

  private final TextMoment moment;
  private final List<Node> members;
  private final boolean withoutText;

  private AnyNode(TextMoment moment, List<Node> members) {
    this.moment = moment;
    this.members = members;
    this.withoutText = members.stream().anyMatch(Node::matchesWithoutText);
  }

  /** Returns a node for some others; those that are of this kind become one with it. */
  static Node of(TextMoment moment, List<Node> nodes) {
    List<Node> members = new ArrayList<>();
    for (Node node : nodes) {
      if (node instanceof AnyNode any) {
        members.addAll(any.members);
      } else if (!(node instanceof NothingNode)) {
        members.add(node);
      }
    }
    return switch (members.size()) {
      case 0 -> new NothingNode();
      case 1 -> members.getFirst();
      default -> new AnyNode(moment, members);
    };
  }

  @Override
  public boolean matchesWithoutText() {
    return withoutText;
  }

  @Override
  Matcher matcher(int part) {
    List<Matcher> texts = new ArrayList<>(members.size());
    List<Matcher> conditions = new ArrayList<>();
    for (Node member : members) {
      Matcher matcher = member.matcher(part);
      if (matcher instanceof ConditionMatcher) {
        conditions.add(matcher);
      } else if (matcher != null) {
        texts.add(matcher);
      }
    }
    if (conditions.isEmpty() && texts.size() < 2) {
      return texts.isEmpty() ? null : texts.getFirst();
    }
    return new AnyMatcher(texts.toArray(NONE), conditions.toArray(NONE), moment.end(part));
  }
}
