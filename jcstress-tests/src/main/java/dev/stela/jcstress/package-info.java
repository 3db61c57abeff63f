/**
 * Stress tests of what the store promises to threads, each a property of production classes. A test
 * has two actors and no more: the harness skips, without failing, what has more actors than the
 * machine has processors.
 */
package dev.stela.jcstress;
