/** An embedded, memory-mapped temporal entity store. */
module dev.stela.engine {
  // Buffers of Agrona stand in the public API's signatures.
  requires transitive org.agrona;
  requires roaringbitmap;
  requires com.github.benmanes.caffeine;

  exports dev.stela;
}
