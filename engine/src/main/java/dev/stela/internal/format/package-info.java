/** Layer 0: the layouts of everything stored, as pure functions on memory segments. */
package dev.stela.internal.format;
