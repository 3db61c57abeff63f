/**
 * A disk that loses power: what it keeps of unsynced writes is chosen at random, and whatever it
 * keeps, the store has to come back with all that it had promised.
 */
package dev.stela.power;
