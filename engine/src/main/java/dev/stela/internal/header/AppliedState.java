package dev.stela.internal.header;

import dev.stela.internal.format.AppliedLayout;

/**
 * How far the derived files go, and which files these are: what an applied slot holds. Filled anew
 * for each writing; for one thread at a time.
 */
public final class AppliedState {
  /** The words between the first sequence and the check, in the order of the slot. */
  final long[] words =
      new long[(AppliedLayout.CHECK_OFFSET - AppliedLayout.BOOT_OFFSET) / Long.BYTES];

  /** Creates a state of zeros. */
  public AppliedState() {}

  /** Notes which files these are, and since when memory has been holding what was stored there. */
  public void identity(long boot, long files, long directoryGeneration, long indexGeneration) {
    set(AppliedLayout.BOOT_OFFSET, boot);
    set(AppliedLayout.FILES_OFFSET, files);
    set(AppliedLayout.DIRECTORY_GENERATION_OFFSET, directoryGeneration);
    set(AppliedLayout.INDEX_GENERATION_OFFSET, indexGeneration);
  }

  /** Notes up to which LSN frames are applied. */
  public void lsn(long lsn) {
    set(AppliedLayout.APPLIED_LSN_OFFSET, lsn);
  }

  /** Notes the counts of entities. */
  public void entities(long ordinals, long deleted, long archived, long purged, long entries) {
    set(AppliedLayout.ORDINALS_OFFSET, ordinals);
    set(AppliedLayout.DELETED_OFFSET, deleted);
    set(AppliedLayout.ARCHIVED_OFFSET, archived);
    set(AppliedLayout.PURGED_OFFSET, purged);
    set(AppliedLayout.ENTRIES_OFFSET, entries);
  }

  /** Notes the size of the dictionary. */
  public void dictionary(long tail, long tags, long fields) {
    set(AppliedLayout.DICTIONARY_TAIL_OFFSET, tail);
    set(AppliedLayout.TAGS_OFFSET, tags);
    set(AppliedLayout.FIELDS_OFFSET, fields);
  }

  /** Notes the length of what is used of the postings. */
  public void postingsTail(long tail) {
    set(AppliedLayout.POSTINGS_TAIL_OFFSET, tail);
  }

  /** Notes where the first free block of a size is. */
  public void freeHead(int size, long place) {
    set(AppliedLayout.FREE_HEADS_OFFSET + size * Long.BYTES, place);
  }

  /** Returns the hash of the boot id. */
  public long boot() {
    return get(AppliedLayout.BOOT_OFFSET);
  }

  /** Returns the hash of the files' identities. */
  public long files() {
    return get(AppliedLayout.FILES_OFFSET);
  }

  /** Returns the number in the directory's name. */
  public long directoryGeneration() {
    return get(AppliedLayout.DIRECTORY_GENERATION_OFFSET);
  }

  /** Returns the number in the names of the other derived files. */
  public long indexGeneration() {
    return get(AppliedLayout.INDEX_GENERATION_OFFSET);
  }

  /** Returns the LSN up to which frames are applied. */
  public long lsn() {
    return get(AppliedLayout.APPLIED_LSN_OFFSET);
  }

  /** Returns the number of ordinals given out. */
  public int ordinals() {
    return (int) get(AppliedLayout.ORDINALS_OFFSET);
  }

  /** Returns the number of deleted entities. */
  public long deleted() {
    return get(AppliedLayout.DELETED_OFFSET);
  }

  /** Returns the number of archived entities. */
  public long archived() {
    return get(AppliedLayout.ARCHIVED_OFFSET);
  }

  /** Returns the number of purged entities. */
  public long purged() {
    return get(AppliedLayout.PURGED_OFFSET);
  }

  /** Returns the number of used slots in the directory. */
  public long entries() {
    return get(AppliedLayout.ENTRIES_OFFSET);
  }

  /** Returns the length of what is used of the dictionary. */
  public long dictionaryTail() {
    return get(AppliedLayout.DICTIONARY_TAIL_OFFSET);
  }

  /** Returns the number of tags. */
  public int tags() {
    return (int) get(AppliedLayout.TAGS_OFFSET);
  }

  /** Returns the number of text fields' names. */
  public int fields() {
    return (int) get(AppliedLayout.FIELDS_OFFSET);
  }

  /** Returns the length of what is used of the postings. */
  public long postingsTail() {
    return get(AppliedLayout.POSTINGS_TAIL_OFFSET);
  }

  /** Returns where the first free block of a size is. */
  public long freeHead(int size) {
    return get(AppliedLayout.FREE_HEADS_OFFSET + size * Long.BYTES);
  }

  private long get(int offset) {
    return words[index(offset)];
  }

  private void set(int offset, long value) {
    words[index(offset)] = value;
  }

  private static int index(int offset) {
    return (offset - AppliedLayout.BOOT_OFFSET) / Long.BYTES;
  }
}
