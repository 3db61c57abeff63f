/** Reading the log of a store that another process may be writing to. */
package dev.stela.internal.follow;
