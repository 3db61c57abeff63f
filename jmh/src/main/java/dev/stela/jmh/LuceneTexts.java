package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene with its defaults but for the query cache, which is off, and the memory for what is not
 * written yet, which is that of Stela. Ids are indexed, as they are in Stela. One thread.
 */
final class LuceneTexts implements TextStore {
  private static final String ID = "id";
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MMapDirectory directory;
  private final IndexWriter writer;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  LuceneTexts(Path folder, int bufferBytes) throws IOException {
    directory = new MMapDirectory(folder.resolve("lucene"));
    IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
    config.setRAMBufferSizeMB(bufferBytes / (double) (1 << 20));
    writer = new IndexWriter(directory, config);
    writer.commit();
    reader = DirectoryReader.open(directory);
    refresh();
  }

  @Override
  public void add(TextModel.Batch batch) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      Document document = new Document();
      byte[] id = new byte[2 * Long.BYTES];
      LONG.set(id, 0, batch.ids()[i].high());
      LONG.set(id, Long.BYTES, batch.ids()[i].low());
      document.add(new StringField(ID, new BytesRef(id), Field.Store.NO));
      document.add(new BinaryDocValuesField(ID, new BytesRef(id)));
      document.add(new TextField(TextModel.TITLE, batch.titles()[i], Field.Store.NO));
      document.add(new TextField(TextModel.BODY, batch.bodies()[i], Field.Store.NO));
      writer.addDocument(document);
    }
  }

  /** What is durable can be found only by a reader that is opened after it. */
  @Override
  public void commit() throws IOException {
    writer.commit();
    refresh();
  }

  @Override
  public void merge() throws IOException {
    writer.forceMerge(1);
    commit();
  }

  private void refresh() throws IOException {
    DirectoryReader newer = DirectoryReader.openIfChanged(reader);
    if (newer != null) {
      reader.close();
      reader = newer;
    }
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  @Override
  public long indexBytes() {
    return DiskUse.bytes(directory.getDirectory());
  }

  @Override
  public Object query(Asked asked, String[] words) {
    return switch (asked) {
      case TERM -> new TermQuery(term(words[0]));
      case BOTH -> joined(words, BooleanClause.Occur.MUST);
      case ANY -> joined(words, BooleanClause.Occur.SHOULD);
      case PHRASE -> new PhraseQuery(TextModel.BODY, words);
      case PREFIX -> new PrefixQuery(term(words[0]));
    };
  }

  private static Query joined(String[] words, BooleanClause.Occur occur) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words) {
      all.add(new TermQuery(term(word)), occur);
    }
    return all.build();
  }

  private static Term term(String word) {
    return new Term(TextModel.BODY, word);
  }

  @Override
  public Best best(Object query) throws IOException {
    ScoreDoc[] found = searcher.search((Query) query, FIRST).scoreDocs;
    List<EntityId> ids = new ArrayList<>(found.length);
    float[] scores = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      scores[i] = found[i].score;
      ids.add(id(found[i].doc));
    }
    return new Best(ids, scores);
  }

  private EntityId id(int document) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues ids = leaf.reader().getBinaryDocValues(ID);
    ids.advanceExact(document - leaf.docBase);
    BytesRef id = ids.binaryValue();
    long high = (long) LONG.get(id.bytes, id.offset);
    return EntityId.of(high, (long) LONG.get(id.bytes, id.offset + Long.BYTES));
  }

  @Override
  public long count(Object query) throws IOException {
    return searcher.count((Query) query);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    writer.close();
    directory.close();
  }
}
