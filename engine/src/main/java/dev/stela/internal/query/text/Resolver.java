package dev.stela.internal.query.text;

import dev.stela.TextQuery;
import dev.stela.internal.analysis.Patterns;
import dev.stela.internal.format.Glob;
import dev.stela.internal.query.text.IndexedFields.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes nodes of text queries. One thread. */
final class Resolver {
  private final TextMoment moment;
  private final Frequencies frequencies;
  private final FieldModel.Models models;
  private final IndexedFields fields;

  Resolver(
      TextMoment moment, Frequencies frequencies, FieldModel.Models models, IndexedFields fields) {
    this.moment = moment;
    this.frequencies = frequencies;
    this.models = models;
    this.fields = fields;
  }

  /** Returns the node of a query. */
  Node node(TextQuery query) {
    return switch (query) {
      case TextQuery.Words words -> inFields(words, field -> words(words, field));
      case TextQuery.Phrase phrase -> inFields(phrase, field -> phrase(phrase, field));
      case TextQuery.Prefix prefix -> inFields(prefix, field -> prefix(prefix, field));
      case TextQuery.Wildcard wildcard -> inFields(wildcard, field -> wildcard(wildcard, field));
      case TextQuery.Fuzzy fuzzy -> inFields(fuzzy, field -> fuzzy(fuzzy, field));
      case TextQuery.Range range -> inFields(range, field -> range(range, field));
    };
  }

  private Node inFields(TextQuery query, Function<Field, Node> node) {
    List<Node> nodes = new ArrayList<>();
    for (Field field : fields.of(query.field(), query instanceof TextQuery.Phrase)) {
      nodes.add(node.apply(field));
    }
    return AnyNode.of(moment, nodes);
  }

  private Node words(TextQuery.Words query, Field field) {
    QueryTerms terms = QueryTerms.of(field.analyzer(), query.words());
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      if (terms.first(i) == i) {
        // A word that is asked for twice counts twice.
        nodes.add(term(terms.term(i), query.boost() * terms.count(i), field));
      }
    }
    if (nodes.isEmpty()) {
      return new NothingNode();
    }
    return query.all() ? TextMatching.all(nodes, List.of()) : AnyNode.of(moment, nodes);
  }

  private Node term(byte[] bytes, float boost, Field field) {
    Term term = Term.find(moment, frequencies, field.number(), bytes);
    return new TermNode(term, models.weight(field.number(), boost, term));
  }

  private Node phrase(TextQuery.Phrase query, Field field) {
    QueryTerms found = QueryTerms.of(field.analyzer(), query.words());
    if (found.size() < 2) {
      return found.size() == 0 ? new NothingNode() : term(found.term(0), query.boost(), field);
    }
    var terms = new Term[found.size()];
    for (int i = 0; i < terms.length; i++) {
      int first = found.first(i);
      terms[i] =
          first < i ? terms[first] : Term.find(moment, frequencies, field.number(), found.term(i));
    }
    Weight weight = models.weight(field.number(), query.boost(), terms);
    return new PhraseNode(terms, found.offsets(), query.slop(), weight);
  }

  private Node prefix(TextQuery.Prefix query, Field field) {
    byte[] prefix = bytes(field.analyzer().normalize(query.prefix()));
    return terms(query, field, () -> new PrefixTerms(prefix));
  }

  private Node wildcard(TextQuery.Wildcard query, Field field) {
    Glob pattern = Glob.of(Patterns.normalize(query.pattern(), field.analyzer()));
    return terms(
        query,
        field,
        pattern.isPrefix()
            ? () -> new PrefixTerms(pattern.literalPrefix())
            : () -> new PatternTerms(pattern));
  }

  private Node fuzzy(TextQuery.Fuzzy query, Field field) {
    String word = field.analyzer().normalize(query.word());
    return terms(query, field, () -> new FuzzyTerms(word, query.edits()));
  }

  private Node range(TextQuery.Range query, Field field) {
    byte[] from = query.from() == null ? new byte[0] : limit(query.from(), field);
    byte[] to = query.to() == null ? null : limit(query.to(), field);
    return terms(
        query, field, () -> new RangeTerms(from, query.fromIncluded(), to, query.toIncluded()));
  }

  private static byte[] limit(String text, Field field) {
    return bytes(field.analyzer().normalize(text));
  }

  private Node terms(TextQuery query, Field field, Supplier<TermWalk> walks) {
    return new TermsNode(moment, field.number(), walks, query.boost());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
