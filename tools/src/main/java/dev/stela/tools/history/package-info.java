/** A store's whole history as newline-delimited JSON: written from a store, made a store again. */
package dev.stela.tools.history;
