/** Posting lists: which entities have, and ever had, a tag as of any LSN. */
package dev.stela.internal.index.postings;
