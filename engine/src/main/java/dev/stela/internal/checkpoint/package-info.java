/**
 * Checkpoints: index parts of sealed segments, the manifest that puts these in force, and what a
 * clean close leaves, so that the next open need not replay.
 */
package dev.stela.internal.checkpoint;
