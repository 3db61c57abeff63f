/** The public API of the store: the only package that a program needs and the only exported one. */
package dev.stela;
