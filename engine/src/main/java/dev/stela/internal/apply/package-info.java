/** The applier: the only code that changes directory and dictionary, live and in replay. */
package dev.stela.internal.apply;
