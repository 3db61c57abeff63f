/**
 * The demonstration: the classes of the running JDK through a killed loader and a reopened store.
 */
package dev.stela.tools.demo;
