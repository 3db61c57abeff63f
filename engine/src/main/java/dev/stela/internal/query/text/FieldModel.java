package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldStatistics;
import java.util.HashMap;
import java.util.Map;

/** What the scores of a query are made of, by field. One thread. */
final class FieldModel {
  private final Bm25 similarity;
  private final int documents;
  private final float[] lengthFactors;

  private FieldModel(Bm25 similarity, FieldStatistics statistics) {
    this.similarity = similarity;
    this.documents = statistics.documents();
    this.lengthFactors = similarity.lengthFactors(statistics);
  }

  private Weight weight(float boost, Term... terms) {
    double rarity = 0;
    for (Term term : terms) {
      rarity += similarity.rarity(documents, term.documents());
    }
    return new Weight(boost * (float) rarity, lengthFactors);
  }

  /** The models of all fields, made as they are asked for. One thread. */
  static final class Models {
    private final TextMoment moment;
    private final Bm25 similarity;
    private final Map<Integer, FieldModel> models = new HashMap<>();

    /** Creates models; without a similarity there are no weights, as nobody will ask for scores. */
    Models(TextMoment moment, Bm25 similarity) {
      this.moment = moment;
      this.similarity = similarity;
    }

    /** Returns the weight of a term of a field, or of several that must be there together. */
    Weight weight(int field, float boost, Term... terms) {
      return similarity == null ? null : of(field).weight(boost, terms);
    }

    private FieldModel of(int field) {
      return models.computeIfAbsent(
          field, number -> new FieldModel(similarity, moment.statistics(number)));
    }
  }
}
