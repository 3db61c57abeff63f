/** Layer 2: the superblock, root of a store, and the live header, its state while it is open. */
package dev.stela.internal.header;
