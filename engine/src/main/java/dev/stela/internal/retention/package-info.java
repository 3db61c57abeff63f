/** Retention: which history may go, and from where on what is left answers exactly. */
package dev.stela.internal.retention;
