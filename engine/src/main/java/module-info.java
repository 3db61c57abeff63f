/** An embedded, memory-mapped temporal entity store. */
module dev.stela.engine {
  // Buffers of Agrona stand in the public API's signatures.
  requires transitive org.agrona;
  requires roaringbitmap;
  requires com.github.benmanes.caffeine;
  // Analyzers, for who asks for one of Lucene's.
  requires static org.apache.lucene.core;
  requires static org.apache.lucene.analysis.common;

  exports dev.stela;
}
