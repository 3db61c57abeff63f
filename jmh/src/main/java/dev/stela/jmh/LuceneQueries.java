package dev.stela.jmh;

import dev.stela.EntityId;
import dev.stela.Facet;
import dev.stela.Tag;
import dev.stela.jmh.TagModel.Namespace;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.SortedSetSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Tag queries of Lucene at its best: one merged segment in mapped memory, sorted by fields that are
 * indexed too, so that it can pass over what will not be among the first, which it need not count;
 * facets counted by the ordinals of the values. Its query cache is off. One thread.
 */
final class LuceneQueries implements QueryStore {
  private static final String TAG = "tag";
  private static final String FACET = "facet";
  private static final String CREATED = "created";
  private static final String ID = "id";
  private static final double RAM_BUFFER_MB = 256;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final Query TENTH = term(Namespace.TENTH.tag(0));
  private static final Query BOTH =
      new BooleanQuery.Builder()
          .add(TENTH, BooleanClause.Occur.FILTER)
          .add(term(Namespace.HUNDREDTH.tag(0)), BooleanClause.Occur.FILTER)
          .build();
  private static final Sort BY_VALUE =
      new Sort(KeywordField.newSortField(FACET, false, SortedSetSelector.Type.MIN));
  private static final Sort OLDEST = byCreated(false);
  private static final Sort NEWEST = byCreated(true);

  private final MMapDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final LeafReaderContext leaf;

  LuceneQueries(Path folder) throws IOException {
    directory = new MMapDirectory(folder(folder));
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    if (reader.leaves().size() != 1) {
      throw new WrongResultException("not merged: segments=" + reader.leaves().size());
    }
    leaf = reader.leaves().getFirst();
  }

  static void load(Path folder, TagModel model) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig();
    // It merges neighbours only: documents stay in the order in which they were added.
    config.setMergePolicy(new LogByteSizeMergePolicy()).setRAMBufferSizeMB(RAM_BUFFER_MB);
    try (MMapDirectory directory = new MMapDirectory(folder(folder));
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int entity = 0; entity < model.entities(); entity++) {
        writer.addDocument(document(model, entity));
      }
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private static Document document(TagModel model, int entity) {
    Document document = new Document();
    for (Tag tag : model.tags(entity)) {
      document.add(new StringField(TAG, tag.text(), Field.Store.NO));
    }
    Tag facet = Namespace.FACET.tag(model.value(Namespace.FACET, entity));
    document.add(new KeywordField(FACET, facet.value(), Field.Store.NO));
    document.add(new LongField(CREATED, entity, Field.Store.NO));
    byte[] id = new byte[2 * Long.BYTES];
    LONG.set(id, 0, model.id(entity).high());
    LONG.set(id, Long.BYTES, model.id(entity).low());
    document.add(new BinaryDocValuesField(ID, new BytesRef(id)));
    return document;
  }

  private static Path folder(Path folder) {
    return folder.resolve("lucene");
  }

  private static Query term(Tag tag) {
    return new TermQuery(new Term(TAG, tag.text()));
  }

  private static Sort byCreated(boolean newestFirst) {
    return new Sort(LongField.newSortField(CREATED, newestFirst, SortedNumericSelector.Type.MIN));
  }

  @Override
  public long countBoth() throws IOException {
    return searcher.count(BOTH);
  }

  @Override
  public List<EntityId> firstByValue() throws IOException {
    return first(BY_VALUE);
  }

  @Override
  public List<EntityId> firstNewest() throws IOException {
    return first(NEWEST);
  }

  @Override
  public List<EntityId> firstOldest() throws IOException {
    return first(OLDEST);
  }

  @Override
  public List<Facet> facetsOfTenth() throws IOException {
    Weight weight = searcher.createWeight(TENTH, ScoreMode.COMPLETE_NO_SCORES, 1);
    return facets(weight.scorer(leaf).iterator());
  }

  @Override
  public List<Facet> facetsOfAll() throws IOException {
    return facets(DocIdSetIterator.all(leaf.reader().maxDoc()));
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  private List<EntityId> first(Sort sort) throws IOException {
    List<EntityId> first = new ArrayList<>(TagModel.FIRST);
    for (ScoreDoc hit : searcher.search(TENTH, TagModel.FIRST, sort).scoreDocs) {
      // An iterator goes forwards only, and the hits are not in the documents' order.
      BinaryDocValues ids = leaf.reader().getBinaryDocValues(ID);
      ids.advanceExact(hit.doc);
      BytesRef id = ids.binaryValue();
      long high = (long) LONG.get(id.bytes, id.offset);
      first.add(EntityId.of(high, (long) LONG.get(id.bytes, id.offset + Long.BYTES)));
    }
    return first;
  }

  private List<Facet> facets(DocIdSetIterator documents) throws IOException {
    LeafReader segment = leaf.reader();
    SortedDocValues values = DocValues.unwrapSingleton(segment.getSortedSetDocValues(FACET));
    int[] counts = new int[values.getValueCount()];
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (values.advanceExact(document)) {
        counts[values.ordValue()]++;
      }
    }
    List<Facet> facets = new ArrayList<>(counts.length);
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] > 0) {
        facets.add(new Facet(values.lookupOrd(value).utf8ToString(), counts[value]));
      }
    }
    return facets;
  }
}
