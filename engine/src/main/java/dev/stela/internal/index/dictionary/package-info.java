/** The dictionary: tags and the names of text fields, to numbers and back. */
package dev.stela.internal.index.dictionary;
