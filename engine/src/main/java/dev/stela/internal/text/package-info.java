/**
 * The life of the text index: what of the log it has, what of it is durable, and how it is made
 * anew.
 */
package dev.stela.internal.text;
