-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `papers`;
CREATE TABLE `papers` (
  `id` int NOT NULL AUTO_INCREMENT,
  `title` varchar(255) DEFAULT NULL,
  `authors` text,
  `year` decimal(4,0) DEFAULT NULL,
  `doi` varchar(100) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
LOCK TABLES `papers` WRITE;
INSERT INTO `papers` VALUES (1,'Attention Is All You Need','Ashish Vaswani, Noam Shazeer',2017,NULL),(2,'What\'s New? A Survey of \"Things\"','Kaiming He, Xiangyu Zhang',2015,'10.1109/CVPR.2016.90');
UNLOCK TABLES;
-- Dump completed on 2024-01-01
