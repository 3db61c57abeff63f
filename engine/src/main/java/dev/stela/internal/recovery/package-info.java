/** Opening: from the files of a store to one that serves requests. */
package dev.stela.internal.recovery;
