/** Reading: from an id and an LSN to a version, from a version to its state. */
package dev.stela.internal.read;
