/** The checkpoint: what a clean close leaves, so that the next open need not replay. */
package dev.stela.internal.checkpoint;
