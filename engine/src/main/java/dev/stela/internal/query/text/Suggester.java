package dev.stela.internal.query.text;

import dev.stela.TextQuery;
import dev.stela.internal.query.text.IndexedFields.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Suggests terms of one field, or of all: then a term counts as in the field that has it most. One
 * thread.
 */
final class Suggester {
  private final TextMoment moment;
  private final Frequencies frequencies;
  private final IndexedFields fields;

  Suggester(TextMoment moment, Frequencies frequencies, IndexedFields fields) {
    this.moment = moment;
    this.frequencies = frequencies;
    this.fields = fields;
  }

  List<SuggestedTerm> completions(String name, String prefix, int limit) {
    return suggest(
        name,
        limit,
        (field, candidates) ->
            candidates.addPrefixed(Resolver.bytes(field.analyzer().normalize(prefix))));
  }

  List<SuggestedTerm> corrections(String name, String word, int limit) {
    return suggest(
        name,
        limit,
        (field, candidates) ->
            candidates.addNear(field.analyzer().normalize(word), TextQuery.MAX_EDITS));
  }

  private List<SuggestedTerm> suggest(
      String name, int limit, BiConsumer<Field, TermCandidates> search) {
    Map<String, SuggestedTerm> best = new HashMap<>();
    for (Field field : fields.of(name, false)) {
      var candidates = new TermCandidates(moment, frequencies, field.number());
      search.accept(field, candidates);
      for (SuggestedTerm term : candidates.first(limit)) {
        best.merge(term.term(), term, Suggester::better);
      }
    }
    return first(best.values(), limit);
  }

  private static SuggestedTerm better(SuggestedTerm one, SuggestedTerm other) {
    return SuggestedTerm.BEST_FIRST.compare(one, other) <= 0 ? one : other;
  }

  private static List<SuggestedTerm> first(Collection<SuggestedTerm> terms, int limit) {
    return terms.stream().sorted(SuggestedTerm.BEST_FIRST).limit(limit).toList();
  }
}
