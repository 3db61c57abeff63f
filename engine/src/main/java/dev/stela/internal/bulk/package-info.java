/** Bulk loads: order, bounded memory, batches, repetition. It knows nothing of what is loaded. */
package dev.stela.internal.bulk;
