/** The reference model: plain collections that say what a store has to answer. */
package dev.stela.model;
