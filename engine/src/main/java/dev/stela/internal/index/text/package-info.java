/**
 * The text index: documents, term dictionaries and positional posting lists, in immutable segments
 * and, for what is newer, in memory.
 */
package dev.stela.internal.index.text;
