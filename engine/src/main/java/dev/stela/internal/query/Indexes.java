package dev.stela.internal.query;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.dictionary.Namespaces;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;

/**
 * The parts of a store that queries read. Immutable; any thread.
 *
 * @param sets which entities have a tag
 * @param purged which entities were purged
 * @param entities the entities by ordinal
 * @param dictionary the tags by number
 * @param namespaces the tags of each namespace in order
 * @param lookup from ids to versions
 * @param segments the log
 * @param texts the text index
 */
public record Indexes(
    TagSets sets,
    PurgedSet purged,
    EntityTable entities,
    Dictionary dictionary,
    Namespaces namespaces,
    Lookup lookup,
    SegmentTable segments,
    Texts texts) {}
