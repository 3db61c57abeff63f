/**
 * The public API of the store: the only package that a program needs and the only exported one.
 *
 * <p>Null is an argument only where a method says what it means. Elsewhere it is refused before
 * anything is done: with a {@link java.lang.NullPointerException} that names the parameter, or, as
 * a part of a query or of a text indexing, with an {@link dev.stela.InvalidArgumentException}.
 */
package dev.stela;
