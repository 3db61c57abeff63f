package dev.stela.text;

import dev.stela.Query;
import dev.stela.TextQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Operations;

/** Random queries, in our form and in Lucene's. One thread. */
final class QueryPairs {
  private static final float[] BOOSTS = {1, 1, 1, 0.5f, 2.25f};

  private final SplittableRandom random;
  private final TextModel model;
  private final List<TextModel.Row> rows;

  /** A query and the same one in Lucene's form. */
  record Pair(Query ours, org.apache.lucene.search.Query lucenes) {}

  /** Makes queries of words of a model, and of phrases of some of its rows. */
  QueryPairs(SplittableRandom random, TextModel model, List<TextModel.Row> rows) {
    this.random = random;
    this.model = model;
    this.rows = rows;
  }

  /** Returns the next query, nested so many times at most. */
  Pair next(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextInt(6) == 0 && depth < 3 ? tag() : text();
    }
    return random.nextBoolean() ? all(depth) : any(depth);
  }

  private Pair tag() {
    String color = TextModel.COLORS.get(random.nextInt(TextModel.COLORS.size()));
    return new Pair(Query.tag("color:" + color), unscored(new TermQuery(new Term("color", color))));
  }

  private static org.apache.lucene.search.Query unscored(org.apache.lucene.search.Query query) {
    return new BoostQuery(new ConstantScoreQuery(query), 0);
  }

  private Pair all(int depth) {
    List<Query> ours = new ArrayList<>();
    var lucenes = new BooleanQuery.Builder();
    boolean positive = false;
    for (int i = random.nextInt(2, 4); i > 0; i--) {
      Pair member = next(depth - 1);
      boolean negated = random.nextInt(5) == 0;
      positive |= !negated;
      ours.add(negated ? Query.not(member.ours) : member.ours);
      lucenes.add(member.lucenes, negated ? Occur.MUST_NOT : Occur.MUST);
    }
    if (!positive) {
      lucenes.add(unscored(MatchAllDocsQuery.INSTANCE), Occur.MUST);
    }
    return new Pair(Query.and(ours), lucenes.build());
  }

  private Pair any(int depth) {
    List<Query> ours = new ArrayList<>();
    var lucenes = new BooleanQuery.Builder();
    for (int i = random.nextInt(2, 4); i > 0; i--) {
      Pair member = next(depth - 1);
      if (random.nextInt(12) == 0) {
        var not = new BooleanQuery.Builder();
        not.add(unscored(MatchAllDocsQuery.INSTANCE), Occur.MUST);
        not.add(member.lucenes, Occur.MUST_NOT);
        member = new Pair(Query.not(member.ours), not.build());
      }
      ours.add(member.ours);
      lucenes.add(member.lucenes, Occur.SHOULD);
    }
    return new Pair(Query.or(ours), lucenes.build());
  }

  private Pair text() {
    float boost = BOOSTS[random.nextInt(BOOSTS.length)];
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> words(boost);
      case 4, 5, 6 -> phrase(boost);
      case 7, 8 -> prefix(boost);
      case 9 -> wildcard(boost);
      case 10 -> fuzzy(boost);
      default -> range(boost);
    };
  }

  private Pair inField(
      float boost,
      Function<String, Query> ours,
      Function<String, org.apache.lucene.search.Query> lucenes) {
    if (random.nextInt(5) > 0) {
      String field = TextModel.FIELDS.get(random.nextInt(2));
      return new Pair(ours.apply(field), new BoostQuery(lucenes.apply(field), boost));
    }
    var every = new BooleanQuery.Builder();
    for (String field : TextModel.FIELDS) {
      every.add(new BoostQuery(lucenes.apply(field), boost), Occur.SHOULD);
    }
    return new Pair(ours.apply(null), every.build());
  }

  private Pair words(float boost) {
    boolean all = random.nextBoolean();
    List<String> words = new ArrayList<>();
    int count = Math.max(1, random.nextInt(6) - 1);
    for (int i = 0; i < count; i++) {
      words.add(model.word(random));
    }
    return inField(
        boost,
        field -> new TextQuery.Words(field, String.join(" ", words), all, boost),
        field -> {
          var clauses = new BooleanQuery.Builder();
          words.forEach(
              word ->
                  clauses.add(
                      new TermQuery(new Term(field, word)), all ? Occur.MUST : Occur.SHOULD));
          return clauses.build();
        });
  }

  /** Mostly words that stand near one another somewhere, sometimes in another order. */
  private Pair phrase(float boost) {
    List<String> words = new ArrayList<>();
    int slop = random.nextBoolean() ? 0 : random.nextInt(1, 6);
    String text = rows.get(random.nextInt(rows.size())).texts().getOrDefault(TextModel.BODY, "");
    String[] of = text.split(" ");
    int length = random.nextInt(2, 5);
    int from = random.nextInt(of.length);
    for (int i = 0; i < length; i++) {
      int at = from + (slop == 0 ? i : random.nextInt(length + 1));
      words.add(at < of.length && !of[at].isEmpty() ? of[at] : model.word(random));
    }
    return inField(
        boost,
        field -> new TextQuery.Phrase(field, String.join(" ", words), slop, boost),
        field -> new PhraseQuery(slop, field, words.toArray(String[]::new)));
  }

  private Pair prefix(float boost) {
    String word = model.word(random);
    String prefix = word.substring(0, random.nextInt(1, word.length() + 1));
    return inField(
        boost,
        field -> new TextQuery.Prefix(field, prefix, boost),
        field -> new PrefixQuery(new Term(field, prefix), MultiTermQuery.CONSTANT_SCORE_REWRITE));
  }

  private Pair wildcard(float boost) {
    var pattern = new StringBuilder(model.word(random));
    pattern.setCharAt(random.nextInt(pattern.length()), random.nextBoolean() ? '?' : '*');
    if (random.nextBoolean()) {
      pattern.insert(random.nextInt(pattern.length() + 1), '*');
    }
    return inField(
        boost,
        field -> new TextQuery.Wildcard(field, pattern.toString(), boost),
        field ->
            new WildcardQuery(
                new Term(field, pattern.toString()),
                Operations.DEFAULT_DETERMINIZE_WORK_LIMIT,
                MultiTermQuery.CONSTANT_SCORE_REWRITE));
  }

  private Pair fuzzy(float boost) {
    var word = new StringBuilder(model.word(random));
    if (word.length() > 2 && random.nextBoolean()) {
      int at = random.nextInt(word.length() - 1);
      char moved = word.charAt(at);
      word.setCharAt(at, word.charAt(at + 1));
      word.setCharAt(at + 1, moved);
    }
    int edits = random.nextInt(1, 3);
    return inField(
        boost,
        field -> new TextQuery.Fuzzy(field, word.toString(), edits, boost),
        field ->
            new FuzzyQuery(
                new Term(field, word.toString()),
                edits,
                0,
                50,
                true,
                MultiTermQuery.CONSTANT_SCORE_REWRITE));
  }

  private Pair range(float boost) {
    String from = random.nextInt(8) == 0 ? null : model.word(random);
    String to = random.nextInt(8) == 0 ? null : model.word(random);
    boolean fromIncluded = random.nextBoolean();
    boolean toIncluded = random.nextBoolean();
    return inField(
        boost,
        field -> new TextQuery.Range(field, from, to, fromIncluded, toIncluded, boost),
        field ->
            new TermRangeQuery(
                field,
                from == null ? null : new BytesRef(from),
                to == null ? null : new BytesRef(to),
                fromIncluded,
                toIncluded,
                MultiTermQuery.CONSTANT_SCORE_REWRITE));
  }
}
