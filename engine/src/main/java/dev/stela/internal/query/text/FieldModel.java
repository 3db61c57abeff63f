package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldStatistics;
import java.util.HashMap;
import java.util.Map;

/** What the scores of a query are made of, by field. One thread. */
final class FieldModel {
  private final Bm25 similarity;
  private final int documents;
  private final float[] lengthFactors;

  private FieldModel(Bm25 similarity, int documents, float[] lengthFactors) {
    this.similarity = similarity;
    this.documents = documents;
    this.lengthFactors = lengthFactors;
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
    private final TextMemos memos;
    private final Bm25 similarity;
    private final Map<Integer, FieldModel> models = new HashMap<>();

    /** Creates models; without a similarity there are no weights, as nobody will ask for scores. */
    Models(TextMoment moment, TextMemos memos, Bm25 similarity) {
      this.moment = moment;
      this.memos = memos;
      this.similarity = similarity;
    }

    /** Returns the weight of a term of a field, or of several that must be there together. */
    Weight weight(int field, float boost, Term... terms) {
      return similarity == null ? null : of(field).weight(boost, terms);
    }

    private FieldModel of(int field) {
      return models.computeIfAbsent(field, this::make);
    }

    private FieldModel make(int field) {
      FieldStatistics statistics = moment.statistics(field, memos);
      float[] lengthFactors = memos.lengthFactors(field, statistics, similarity);
      return new FieldModel(similarity, statistics.documents(), lengthFactors);
    }
  }
}
