package dev.stela.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Lucene's index of some rows, and of nothing else. One thread. */
final class LuceneIndex implements AutoCloseable {
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<TextModel.Row> rows;

  LuceneIndex(List<TextModel.Row> rows) throws IOException {
    this.rows = rows;
    try (var writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
      for (TextModel.Row row : rows) {
        var document = new Document();
        row.texts()
            .forEach((name, text) -> document.add(new TextField(name, text, Field.Store.NO)));
        document.add(new StringField("color", row.color(), Field.Store.NO));
        writer.addDocument(document);
      }
      // Documents are numbered as rows are.
      writer.forceMerge(1);
    }
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  /** Returns the scores of all rows that match. */
  Map<TextModel.Row, Float> search(Query query, float k1, float b) {
    searcher.setSimilarity(new BM25Similarity(k1, b));
    try {
      var found = new HashMap<TextModel.Row, Float>();
      // Nothing is passed over: here it is about what is right.
      var all =
          new TopScoreDocCollectorManager(Math.max(1, reader.maxDoc()), null, Integer.MAX_VALUE);
      for (ScoreDoc hit : searcher.search(query, all).scoreDocs) {
        found.put(rows.get(hit.doc), hit.score);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
