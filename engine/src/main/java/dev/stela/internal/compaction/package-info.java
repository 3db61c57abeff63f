/** Compaction: rewrites runs of sealed segments, and brings what it made into use. */
package dev.stela.internal.compaction;
