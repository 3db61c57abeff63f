/** Annotated hex dumps of a store's files, from the layouts that the engine itself uses. */
package dev.stela.tools.dump;
