/** Evaluation of queries: steps over sets of ordinals, orders, facets, plans and cursors. */
package dev.stela.internal.query;
